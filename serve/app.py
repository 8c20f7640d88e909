"""`create_app`: the one place where the parts of the service meet."""

import sys
from importlib.resources import files
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from model.assessor import Assessor
from model.bundle import load
from model.detector import Detector, RulesDetector, open_detector
from model.errors import BundleError, RegistryError
from model.generator import Generator
from model.llm_generator import LlmGenerator
from model.places import State
from model.prepared import cache_or_none, default_cache
from model.registry import Registry
from model.rewriter import Continuer
from model.rewriter_bundle import RewriterBundle, open_rewriter
from model.rules_generator import RulesGenerator
from model.similar import SimilarObjectives
from model.suggester import Suggester
from model.text_check import TextChecker
from serve import errors
from serve.dependencies import Services
from serve.docs import add_docs
from serve.door import add_door
from serve.houses import Houses
from serve.judging import Judging, turns_of
from serve.life import lifespan
from serve.live import Live, kept_up
from serve.openapi import document
from serve.review_desk import ReviewDesk
from serve.routes import (
    health,
    ignore_page,
    ignored,
    languagetool,
    metrics,
    models,
    plans,
    progress,
    reviews,
    rewrite,
    score,
)
from serve.routes.embed import add_component
from serve.routes.guide import add_guide
from serve.settings import Settings
from serve.training.house import add_training, housekept, room_of
from serve.turning_away import Crowd
from serve.writer import RemoteContinuer

if TYPE_CHECKING:
    from model.classifier import OnnxClassifier

DESCRIPTION = """Says whether an objective is **SMART**, why not, and what it could say instead. Everything runs on this
machine, unless its operator has connected a language model (`AIMWELL_LLM_URL`). What is sent to be judged or rewritten is
not stored and never logged; reviews are kept, with names replaced, because that is what they are for. Offsets are Unicode
code points. Refusals are RFC 9457 problem documents."""


def wire(settings: Settings, *, rewriting: bool = True) -> Services:
    """Return the collaborators: trained models where they can be used, the rules where they cannot, and say so.

    Without `rewriting` nothing is loaded that only rewrites need.

    Raises:
        HouseRulesError: when the `aimwell.toml` of the working directory does not hold.
    """
    houses = Houses(settings.config, isolated=settings.isolated, ignore_file=settings.ignore_file)
    house = houses.here()
    classifier: OnnxClassifier | None = None
    warnings = []
    registry = None if "bundle" in settings.model_fields_set else Registry(State(settings.state).bundles)
    try:
        classifier = load(settings.bundle if registry is None else registry.live(), cache=cache_or_none())
    except (BundleError, RegistryError) as error:
        warnings.append(f"the rules answer alone: {error}")
    generators: list[Generator] = [RulesGenerator()]
    similar: SimilarObjectives | None = None
    if rewriting and classifier is not None:
        try:
            bundle = open_rewriter(settings.rewriter)
            similar = bundle.similar(classifier)
            generators.append(bundle.rewriter(continuer_of(bundle, settings), similar))
        except BundleError as error:
            warnings.append(f"the rules write the rewrites: {error}")
    if rewriting and settings.llm_url:
        connected = LlmGenerator(settings.llm_url, settings.llm_model, settings.llm_key, settings.llm_seconds)
        generators.insert(0, connected)
    detector: Detector = RulesDetector()
    try:
        detector = open_detector(classifier)
    except BundleError as error:
        warnings.append(f"the rules find the objectives in running text: {error}")
    for warning in warnings:
        print(f"aimwell: warning: {warning}", file=sys.stderr)  # noqa: T201
    assessor = Assessor(classifier, house.rules)
    quick = Suggester(assessor, [RulesGenerator()], similar)
    checker = TextChecker(detector, quick, ignored=house.ignored)
    suggester = Suggester(assessor, generators, similar)
    said = "; ".join(warnings) or None
    crowd = Crowd()
    return Services(
        settings,
        assessor,
        suggester,
        checker,
        said,
        ignored=house.ignored,
        houses=houses,
        registry=registry,
        reviews=ReviewDesk.of(settings),
        judging=Judging(turns_of(settings), crowd),
        crowd=crowd,
    )


def continuer_of(bundle: RewriterBundle, settings: Settings) -> Continuer:
    """Return the rewriter's language model: of the process that writes for all workers, or loaded into this one.

    Raises:
        BundleError: when it has not been made yet, or cannot be used.
    """
    if settings.writer is None:
        return bundle.continuer(default_cache(), settings.rewrite_seconds)
    bundle.language_model(default_cache())
    return RemoteContinuer(settings.writer, settings.rewrite_seconds)


def create_app(services: Services | None = None) -> FastAPI:
    """Return the service; tests hand in their own `services`, everybody else gets what `wire` finds."""
    wired = services or wire(Settings())
    room = room_of(wired)
    app = FastAPI(
        title="Aimwell",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        lifespan=kept_up(housekept(lifespan(wired.life, wired.suggester), room)),
        # Its reports would hold the messages of errors and the values of fields, and could be sent elsewhere.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.live = Live(wired)
    wired.metrics.waiting.set_function(lambda: wired.judging.waiting)
    wired.metrics.turned_away.set_function(lambda: wired.crowd.turned_away)
    add_door(app, wired)
    errors.install(app)
    for routes in (
        score,
        rewrite,
        plans,
        progress,
        ignored,
        languagetool,
        ignore_page,
        reviews,
        models,
        health,
        metrics,
    ):
        app.include_router(routes.router)
    document(app)
    add_docs(app)
    add_component(app)
    add_training(app, room)
    add_guide(app)
    web = files("serve") / "web"
    app.mount("/static", StaticFiles(directory=str(web)), name="static")

    @app.get("/", include_in_schema=False)
    def page() -> FileResponse:
        return FileResponse(str(web / "index.html"))

    @app.get("/favicon.ico", include_in_schema=False)
    def favicon() -> FileResponse:
        return FileResponse(str(web / "favicon.svg"), media_type="image/svg+xml")

    return app
