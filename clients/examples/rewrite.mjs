// Ask what an objective could say instead, and what somebody must still agree to.
// AIMWELL_URL says where Aimwell answers, AIMWELL_KEY is your key where it asks for one. Node 18 or later, no package.

const { AIMWELL_URL: url = "http://127.0.0.1:8642", AIMWELL_KEY: key } = process.env;
const [text = "Mum to attend parenting group asap"] = process.argv.slice(2);

const answer = await fetch(`${url}/v1/rewrite`, {
  method: "POST",
  headers: { "Content-Type": "application/json", ...(key && { Authorization: `Bearer ${key}` }) },
  body: JSON.stringify({ text, need: "Bedtimes are chaotic.", n: 2 }),
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

for (const suggestion of said.suggestions) {
  console.log(suggestion.blank_text); // with [when] and the like, for somebody to fill
  console.log(suggestion.text); // with a proposal where there is one; it is no fact until somebody agrees
  const characters = [...suggestion.text]; // offsets count code points
  for (const { start, end, question, source } of suggestion.spans)
    console.log(`  “${characters.slice(start, end).join("")}” ${question} ${source ?? "nobody has said"}`);
}
