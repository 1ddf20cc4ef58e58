/*
 * What the product loads when it first needs it. Loading takes as long as the real disk does, and so the first seed of
 * a process would not be what it is when it comes later.
 */
import '../../../functions/node/first-contact.ts';
import '../../../functions/node/read-shape.ts';
import '../../../functions/node/store-receipts.ts';
import '../../../usecases/issue/control-plane-behind.ts';
import '../../../usecases/node/renew-labels.ts';
