import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOGS } from '../folders.ts';
import { installOnce } from '../process/install-once.ts';
import { run } from '../process/run.ts';
import { findPython } from './find-python.ts';

const UV = join(import.meta.dirname, 'requirements.txt');

/** The interpreter of a virtual environment. */
export const pythonIn = (venv: string): string => join(venv, 'bin/python');

/**
 * A virtual environment in the project folder that holds exactly the listed packages.
 * @param requirements a file that pins every one of them
 * @returns its folder
 */
export function makeVenv(name: string, requirements: string): Promise<string> {
  const python = findPython();
  const log = join(LOGS, `${name}-install.log`);
  const doing = `Cannot install ${name}`;
  return installOnce(name, [python, readFileSync(requirements, 'utf8')], async (folder) => {
    await run(python, ['-m', 'venv', folder], { doing, log });
    await run(pythonIn(folder), ['-m', 'pip', 'install', '--quiet', '--requirement', UV], { doing, log });
    await run(
      join(folder, 'bin/uv'),
      // A company's own certificates are known to the machine and not to uv.
      ['pip', 'install', '--system-certs', '--quiet', '--python', pythonIn(folder), '--requirement', requirements],
      { doing, log },
    );
  });
}
