import { registerHooks } from 'node:module';

/*
 * `node --import ./test/crashes/load/answers-early-hook.ts bin/serve.ts …`: the control plane with one mistake, answers
 * that precede the commit of what they answer. Whoever looks for lost writes must find some.
 */
const FILE = '/adapters/embedded/database/group-commit.ts';
const EDITS = [
  ['begin.run();', 'if (!sql.isTransaction) begin.run();'],
  ['commit.run();', 'if (Math.random() < 0.1) commit.run();'],
] as const;

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.endsWith(FILE)) return loaded;
    let source = Buffer.from(loaded.source as Uint8Array).toString();
    for (const [from, to] of EDITS) {
      if (source.split(from).length !== 2) throw new Error(`${FILE} does not hold this once: ${from}`);
      source = source.replace(from, to);
    }
    return { ...loaded, source };
  },
});
