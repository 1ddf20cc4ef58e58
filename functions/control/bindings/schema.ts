import { getSchema, listSchemas } from '../../../usecases/schema/get-schema.ts';
import { registerSchema } from '../../../usecases/schema/register-schema.ts';
import { validateDocument } from '../../../usecases/schema/validate-document.ts';

export const schemaBindings = { registerSchema, listSchemas, getSchema, validateDocument };
