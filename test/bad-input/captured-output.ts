/** Keeps what this process writes to its terminal, where the server logs, until it is released. */
export function capturedOutput() {
  const streams = [process.stdout, process.stderr];
  const writes = streams.map((stream) => stream.write);
  let text = '';
  for (const stream of streams)
    stream.write = ((chunk: string | Uint8Array) => {
      text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
      return true;
    }) as typeof stream.write;
  return {
    /** Lines since the last time. */
    taken(): string[] {
      const lines = text.split('\n').filter((line) => line !== '');
      text = '';
      return lines;
    },
    release(): void {
      streams.forEach((stream, index) => {
        const write = writes[index];
        if (write) stream.write = write;
      });
    },
  };
}
