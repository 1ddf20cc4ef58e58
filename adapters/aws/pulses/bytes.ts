/** Puts values after one another. Whole numbers take 7 bits a byte, least first. */
export class ByteWriter {
  private readonly bytes: number[] = [];

  whole(value: number): this {
    let rest = value;
    while (rest >= 0x80) {
      this.bytes.push((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.bytes.push(rest);
    return this;
  }

  raw(bytes: Uint8Array): this {
    for (const byte of bytes) this.bytes.push(byte);
    return this;
  }

  text(text: string): this {
    const bytes = Buffer.from(text);
    return this.whole(bytes.length).raw(bytes);
  }

  double(value: number): this {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(value);
    return this.raw(bytes);
  }

  base64(): string {
    return Buffer.from(this.bytes).toString('base64');
  }
}

/** Takes them out again, in the same order. */
export class ByteReader {
  private readonly bytes: Buffer;
  private at = 0;

  constructor(base64: string) {
    this.bytes = Buffer.from(base64, 'base64');
  }

  whole(): number {
    let value = 0;
    let unit = 1;
    for (;;) {
      const byte = this.bytes[this.at++] ?? 0;
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) return value;
      unit *= 0x80;
    }
  }

  raw(length: number): Buffer {
    const taken = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return taken;
  }

  text(): string {
    return this.raw(this.whole()).toString();
  }

  double(): number {
    return this.raw(8).readDoubleBE();
  }
}
