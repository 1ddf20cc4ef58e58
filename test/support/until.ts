/** How many times slower than an embedded control plane the one of this run is: it is asked less often, and for longer. */
const PATIENCE = Number(process.env['TEST_PATIENCE'] ?? 1);
const PAUSE_MS = PATIENCE * 25;

/**
 * Asks again and again until the answer will do; the time is only a bound for what never comes.
 * @throws with the last answer
 */
export async function until<T>(ask: () => Promise<T> | T, done: (answer: T) => boolean, seconds = 30): Promise<T> {
  const deadline = performance.now() + PATIENCE * seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (done(answer)) return answer;
    if (performance.now() > deadline) throw new Error(`never came: ${done}; last seen: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
