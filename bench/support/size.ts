/**
 * How much of something is measured: all of it, or with `BENCH_SIZE=small` so little that the whole of `npm run bench`
 * takes seconds. Then its figures mean nothing, and what is shown is that every measurement still works.
 */
export const size = (full: number, small: number): number => (process.env['BENCH_SIZE'] === 'small' ? small : full);
