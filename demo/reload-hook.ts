/*
 * What the agent runs after each switch (`--exec`): asks the service beside it to read the new configuration. Exit
 * code 0 = taken. The URL comes from the agent's own flags, never from a document.
 */
const [url] = process.argv.slice(2);
const answer = await fetch(`${url}/reload`, { method: 'POST', signal: AbortSignal.timeout(5000) });
if (!answer.ok) {
  console.error(await answer.text());
  process.exitCode = 1;
}
