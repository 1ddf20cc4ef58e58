/** What scripts branch on: 1 the server refused, 2 the command was wrong, 3 no answer, 4 it ended badly. */
export const EXIT = { ok: 0, refused: 1, usage: 2, unreachable: 3, badEnd: 4 } as const;
type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends the command: the message goes to stderr, the code to the shell. */
export class Failure extends Error {
  readonly exitCode: ExitCode;
  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

export const usage = (message: string): Failure => new Failure(EXIT.usage, message);
