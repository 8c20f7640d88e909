// A controlled form: React alone decides what stands in its fields.
import { useRef, useState } from "react";
import { createRoot } from "react-dom/client";

function Plan() {
  const [objective, setObjective] = useState("");
  const [need, setNeed] = useState("");
  const [verdict, setVerdict] = useState("");
  const [shown, setShown] = useState(true);
  const field = useRef(null);
  return (
    <form onSubmit={(event) => (event.preventDefault(), setObjective(""))}>
      <label htmlFor="need">Need</label>
      <textarea id="need" value={need} onChange={(event) => setNeed(event.target.value)} />
      <label htmlFor="objective">Objective</label>
      {shown && (
        <aimwell-objective
          apiKey="a-key"
          need={need}
          onaimwell-assessed={(event) => setVerdict(event.detail.assessment.smart ? "smart" : "not smart")}
        >
          <div className="field">
            <textarea id="objective" ref={field} value={objective} onChange={(event) => setObjective(event.target.value)} />
          </div>
          {verdict && <p id="verdict">{verdict}</p>}
        </aimwell-objective>
      )}
      <p id="state">{objective}</p>
      <button>Save</button>
      <button type="button" onClick={() => setShown(!shown)}>Hide or show</button>
    </form>
  );
}

createRoot(document.getElementById("root")).render(<Plan />);
