import { crc32 } from 'node:zlib';

/** A ZIP file that holds one file, stored as it is (APPNOTE 6.3.3). */
export function zipOf(name: string, content: Uint8Array): Buffer {
  const path = Buffer.from(name);
  const common = Buffer.alloc(26); // version 2.0, no flags, stored, no time
  common.writeUInt16LE(20, 0);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(content.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(path.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, path, content]);
  const made = Buffer.from([20, 3]); // by version 2.0, on Unix: modes of files count
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(0o100644 * 0x10000, 6);
  const central = Buffer.concat([Buffer.from('PK\x01\x02'), made, common, rest, path]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
