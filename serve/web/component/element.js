// <aimwell-objective>: around the field of a plan's editor, it says whether the objective in it is SMART.

import { el } from "../dom.js";
import { NAMES, inWords } from "../words.js";
import { Asking } from "./asking.js";
import { ATTRIBUTES, contextOf } from "./context.js";
import { Description } from "./description.js";
import { moved } from "./edits.js";
import { fieldIn, fieldOf, nameOf } from "./fields.js";
import { listen } from "./listening.js";
import { Panel } from "./panel.js";
import { serviceAt } from "./service.js";
import { spoken } from "./speech.js";
import { firstBlank } from "./suggestions.js";
import { Taken } from "./taken.js";
import styles from "./component.css" with { type: "css" };

/** @import { Assessment, Finding, Suggestion } from "../words.js" */
/** @import { Field } from "./fields.js" */
/** @import { Asked, Judged } from "./service.js" */

const VERSION = "0.1.0";
const FEWEST_WORDS = 3;
const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
/** Where this file came from: `…/static/aimwell.js` belongs to the service at `…`. */
const HOME = script?.src ? new URL("..", script.src).href : location.origin;

/** @typedef {{ assessment: Assessment, asked: Asked }} Shown */

export class AimwellObjective extends HTMLElement {
  static version = VERSION;
  static observedAttributes = ["src", "key", "lang", "quiet", "check-on-load", ...ATTRIBUTES];

  #layer = el("div", { class: "layer own", "aria-hidden": "true", inert: true });
  #description = new Description(this);
  #states = this.attachInternals().states;
  #watcher = new MutationObserver(() => this.#lookAround());
  /** @type {AbortController | null} */
  #listening = null;
  #apiKey = "";
  /** @type {Field | null} */
  #field = null;
  /** What stands in the field, as far as is known. */
  #text = "";
  /** @type {{ finding: Finding, start: number, end: number }[]} where the words behind the findings stand in `#text` */
  #marks = [];
  /** @type {Shown | null} */
  #shown = null;
  #taken = new Taken(this, () => this.#field?.text ?? "", () => this.#service);

  #asking = new Asking({
    question: () => this.#question(),
    service: () => this.#service,
    nothing: () => this.#clear(),
    asking: () => this.#panel.say("Judging…"),
    settled: () => this.#settle(),
    judged: (judged, asked) => this.#show(judged, asked),
    refused: ({ fields, message }, asked) => this.#remark(fields[0] ? problem(fields[0], asked) : message),
    unanswered: ({ message, status }, first) => this.#unanswered(message, status, first),
  });

  #panel = new Panel({
    light: (finding) => this.#light(finding),
    ignore: (finding, ignored) => this.#ignore(finding, ignored),
    guide: (finding) => this.#service.guide(finding),
    rewrite: (signal) => this.#service.rewrite(this.#question() ?? { text: this.#text }, signal),
    use: (suggestion, sentence, bundle) => this.#use(suggestion, sentence, bundle),
    field: () => ({ writable: this.#field?.writable ?? false, room: this.#field?.room ?? 0 }),
  });

  #ears = {
    holds: (/** @type {EventTarget | null} */ target) => target instanceof Node && !!this.#field?.node.contains(target),
    typing: () => void (this.#asking.allowed = true),
    edited: () => this.#edited(),
    composing: (/** @type {boolean} */ composing) => {
      this.#asking.composing = composing;
      if (!composing) this.#edited();
    },
    looking: () => this.#lookAround(),
    turnedTo: () => this.#service.outage.knock(),
    turnedAway: () => this.#panel.close(),
  };

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [styles];
    root.append(this.#layer, el("slot"), ...this.#panel.nodes);
  }

  /** The key of the service: better set here than as the attribute `key`, which stands in the page for all to read. */
  get apiKey() {
    return this.#apiKey || this.getAttribute("key") || "";
  }

  set apiKey(key) {
    this.#apiKey = String(key ?? "").trim();
    this.#asking.changed();
  }

  /** @returns {Assessment | null} the verdicts that are shown, as `POST /v1/score` gives them */
  get assessment() {
    return this.#shown?.assessment ?? null;
  }

  /** Judges what stands in the field now, whether or not somebody has typed. */
  check() {
    this.#asking.allowed = true;
    this.#lookAround();
    this.#asking.check();
  }

  connectedCallback() {
    if (Object.hasOwn(this, "apiKey")) {
      const { apiKey } = this; // set by the page before this file had arrived
      Reflect.deleteProperty(this, "apiKey");
      this.apiKey = apiKey;
    }
    this.#listening = new AbortController();
    listen(this, this.#ears, this.#listening.signal);
    this.#watcher.observe(this, { childList: true, subtree: true, characterData: true });
    this.#lookAround();
    if (this.hasAttribute("check-on-load")) this.check();
  }

  disconnectedCallback() {
    this.#listening?.abort();
    this.#watcher.disconnect();
    this.#asking.stop();
    this.#panel.close();
    this.#leaveField();
  }

  /**
   * @param {string} name
   * @param {string | null} before
   * @param {string | null} after
   */
  attributeChangedCallback(name, before, after) {
    if (!this.isConnected || before === after) return;
    if (name === "quiet") this.#mark();
    else if (name === "check-on-load" && after !== null) this.check();
    else this.#asking.changed();
  }

  get #service() {
    const address = new URL(this.getAttribute("src") ?? HOME, location.href).href;
    return serviceAt(address.replace(/\/+$/, ""), this.apiKey);
  }

  // The field and its words

  /** Finds the field, wherever an editor has put it, and notices what was written without an event. */
  #lookAround() {
    const node = fieldIn(this);
    if (node !== (this.#field?.node ?? null)) {
      this.#leaveField();
      if (node) this.#field = fieldOf(node, this.#layer);
      if (node) this.#panel.name = nameOf(node);
    }
    const text = this.#field?.text ?? "";
    if (text === this.#text) return;
    this.#marks = moved(this.#marks, this.#text, text);
    this.#text = text;
    this.#mark();
    if (!this.#asking.isAnswered(this.#question())) this.#panel.wordsChanged();
    this.#asking.changed();
  }

  #leaveField() {
    if (this.#field) this.#description.remove(this.#field.node);
    this.#field?.marks.remove();
    this.#field = null;
  }

  #edited() {
    this.#asking.allowed = true;
    this.#lookAround();
    this.#asking.changed();
  }

  /**
   * Returns what the field asks, or null: too few words make no objective, and Aimwell reads English.
   * @returns {Asked | null}
   */
  #question() {
    const text = this.#field?.text ?? "";
    const isEnglish = /^en\b/i.test(this.getAttribute("lang") ?? "en");
    return isEnglish && text.trim().split(/\s+/).length >= FEWEST_WORDS ? { text, ...contextOf(this) } : null;
  }

  // The verdicts

  /**
   * @param {Judged} judged
   * @param {Asked} asked
   */
  #show({ assessment, engine, bundle }, asked) {
    this.#shown = { assessment, asked };
    this.#state(assessment.smart ? "smart" : "not-smart");
    this.#panel.show(assessment, asked);
    const said = spoken(assessment);
    this.#panel.announce(said);
    if (this.#field) this.#description.say(this.#field.node, `Aimwell: ${said}.`);
    this.#markFindings();
    this.#tell("aimwell-assessed", { objective: asked, assessment, engine, bundle });
  }

  #settle() {
    if (!this.#shown) return;
    this.#state(this.#shown.assessment.smart ? "smart" : "not-smart");
    this.#panel.settle();
    this.#markFindings();
  }

  #clear() {
    this.#shown = null;
    this.#marks = [];
    this.#state("");
    this.#panel.clear();
    if (this.#field) this.#description.remove(this.#field.node);
    this.#mark();
  }

  /** @param {string} words */
  #remark(words) {
    this.#panel.say(words);
    this.#panel.announce(words);
  }

  /**
   * @param {string} message
   * @param {number | null} status
   * @param {boolean} first
   */
  #unanswered(message, status, first) {
    this.#panel.say(message);
    if (!first) return;
    this.#states.add("away");
    this.#panel.announce(message);
    this.#tell("aimwell-away", { status, message });
  }

  /** @param {"smart" | "not-smart" | ""} standing for the page's style sheet: `aimwell-objective:state(smart)` */
  #state(standing) {
    this.#states.clear();
    if (standing) this.#states.add(standing);
  }

  #markFindings() {
    const { asked, assessment } = /** @type {Shown} */ (this.#shown);
    const found = NAMES.flatMap((name) => assessment.criteria[name].findings);
    const inText = found.filter((finding) => finding.field === "text" && !finding.ignored);
    const marks = inText.map((finding) => ({ finding, start: finding.start, end: finding.end }));
    this.#marks = moved(marks, asked.text, this.#text);
    this.#mark();
  }

  #mark() {
    const quiet = this.hasAttribute("quiet") && !this.#states.has("not-smart");
    this.#field?.marks.show(this.#text, quiet ? [] : this.#marks);
  }

  /** @param {Finding | null} finding */
  #light(finding) {
    const id = this.#marks.findIndex((mark) => mark.finding === finding);
    this.#field?.marks.light(id < 0 ? null : id);
  }

  /**
   * @param {Finding} finding
   * @param {boolean} ignored
   */
  async #ignore(finding, ignored) {
    await this.#service.ignore(finding, ignored);
    finding.ignored = ignored;
    if (this.#shown) this.#markFindings();
    if (ignored) this.#tell("aimwell-ignored", { finding, fingerprint: finding.fingerprint });
  }

  // The rewrites

  /**
   * Writes a sentence into the field, unless the page would rather do that itself.
   * @param {Suggestion} suggestion
   * @param {string} sentence
   * @param {string | null} bundle
   */
  #use(suggestion, sentence, bundle) {
    const { criteria, origin } = suggestion;
    this.#taken.take(this.#question(), suggestion, sentence, bundle);
    const detail = { original: this.#text, suggestion: sentence, criteria, origin, bundle };
    const goesOn = this.#tell("aimwell-accepted", detail, true);
    this.#panel.close();
    this.#field?.node.focus();
    if (!goesOn) return;
    this.#field?.replace(sentence);
    this.#field?.select(...firstBlank(sentence));
    this.#edited();
    this.#asking.check();
    this.#panel.announce("The rewrite is in the field. Undo brings your words back.");
  }

  /**
   * @param {string} kind
   * @param {object} detail
   * @param {boolean} [cancelable]
   */
  #tell(kind, detail, cancelable = false) {
    return this.dispatchEvent(new CustomEvent(kind, { bubbles: true, composed: true, cancelable, detail }));
  }
}

/**
 * @param {{ name: string, detail: string }} field
 * @param {Asked} asked
 */
function problem({ name, detail }, asked) {
  const words = inWords(detail, asked[name]);
  return name === "text" ? words : `${name.replace("_", "-")}: ${words}`;
}

if (!customElements.get("aimwell-objective")) customElements.define("aimwell-objective", AimwellObjective);
