import fc from 'fast-check';

/** Few of everything, so that commands meet each other's traces. */
export const digest = fc.constantFrom(...['a', 'b', 'c'].map((letter) => letter.repeat(64)));
export const person = fc.constantFrom('ada', 'bob', 'cleo', 'dan');
export const words = fc.constantFrom('because it must', 'as agreed');
/** Nine of ten. */
export const mostly = fc.integer({ min: 1, max: 10 }).map((drawn) => drawn > 1);
export const labels = fc.dictionary(fc.constantFrom('zone', 'tier'), fc.constantFrom('eu', 'us'), { maxKeys: 2 });
