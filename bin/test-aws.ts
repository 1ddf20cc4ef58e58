import { Command, Option } from 'commander';
import { EMULATORS, type EmulatorName } from '../local/emulator.ts';
import { takeDown } from '../local/find-emulator.ts';
import { runAll } from '../local/test-aws/run-all.ts';
import { SUITES } from '../local/test-aws/suites.ts';
import { line, sum } from '../local/test-aws/tally.ts';

const { on } = new Command('test-aws')
  .description('The suites on emulated AWS: each emulator is installed, started, tested and ended.')
  .addOption(new Option('--on <emulator>', 'only the suites there').choices([...EMULATORS]))
  .parse()
  .opts<{ on?: EmulatorName }>();

const say = (text: string): void => void process.stdout.write(`${text}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, async () => {
    for (const name of EMULATORS) await takeDown(name);
    process.exit(130);
  });

const tallies = await runAll(
  SUITES.filter((suite) => on === undefined || suite.on === on),
  say,
);
const total = sum(tallies);
say(`\n${line(total)}`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
