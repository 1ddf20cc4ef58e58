/** UTF-16 code units that a JSON text is made of (RFC 8259 §2), for readers that go from unit to unit. */
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const MINUS = 0x2d;
export const DOT = 0x2e;
export const ZERO = 0x30;
export const NINE = 0x39;
export const COLON = 0x3a;
export const OPEN_ARRAY = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_ARRAY = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;

export const isDigit = (char: number): boolean => char >= ZERO && char <= NINE;

/** Whether a value that begins with this can only be a number. */
export const beginsNumber = (char: number): boolean => char === MINUS || isDigit(char);
