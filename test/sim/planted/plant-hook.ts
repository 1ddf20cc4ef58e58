import { registerHooks } from 'node:module';
import { PLANTED_BUGS } from './planted-bugs.ts';

/* `node --import ./test/sim/plant-hook.ts …` with PLUMB_PLANT=name: the product is loaded with that one mistake. */
const name = process.env['PLUMB_PLANT'];
const planted = PLANTED_BUGS.find((each) => each.name === name);
if (!planted) throw new Error(`no planted bug is called ${name}`);

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    const edits = planted.edits.filter(({ file }) => url.endsWith(`/${file}`));
    if (edits.length === 0) return loaded;
    let source = String(
      typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source as Uint8Array),
    );
    for (const { from, to, file } of edits) {
      if (source.split(from).length !== 2) throw new Error(`${file} does not hold this once: ${from}`);
      source = source.replace(from, to);
    }
    return { ...loaded, source };
  },
});
