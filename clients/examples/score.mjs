// Judge two objectives: the words behind each doubt, the reason, and the question that settles it.
// AIMWELL_URL says where Aimwell answers, AIMWELL_KEY is your key where it asks for one. Node 18 or later, no package.

const { AIMWELL_URL: url = "http://127.0.0.1:8642", AIMWELL_KEY: key } = process.env;
const [text = "John will stop disrupting the class"] = process.argv.slice(2);
const objectives = [
  { text, need: "Other pupils cannot hear the teacher." },
  // The same form has fields for a plan's other columns.
  { text: "Attend a mutual aid group", who: "Alfie", when: "2027-03-01", measure: "attendance slip" },
];

const answer = await fetch(`${url}/v1/score`, {
  method: "POST",
  headers: { "Content-Type": "application/json", ...(key && { Authorization: `Bearer ${key}` }) },
  body: JSON.stringify({ objectives }),
  redirect: "error", // a plan goes to Aimwell and nowhere else
  signal: AbortSignal.timeout(35_000), // Aimwell itself gives up after 30 s
});
const said = await answer.json();
if (!answer.ok) {
  // An RFC 9457 problem document; after a 429 or 503, `Retry-After` says when to ask again.
  console.error(`${said.status} ${said.title}: ${said.detail}`);
  for (const { field, detail } of said.errors) console.error(`${field}: ${detail}`);
  process.exit(1);
}

// Offsets count code points, and JavaScript's strings count UTF-16 units: spread the string before slicing it.
const words = (objective, { field, start, end }) => [...(objective[field] ?? "")].slice(start, end).join("");

for (const [at, { smart, criteria }] of said.results.entries()) {
  console.log(`${smart ? "SMART" : "not SMART"}: ${objectives[at].text}`);
  for (const [name, { verdict, findings }] of Object.entries(criteria)) {
    console.log(`  ${name}: ${verdict}`);
    for (const finding of findings)
      console.log(`    “${words(objectives[at], finding)}” ${finding.message} ${finding.question}`);
  }
}
