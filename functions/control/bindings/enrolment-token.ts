import { createEnrolmentToken } from '../../../usecases/enrolment-token/create-enrolment-token.ts';
import { listEnrolmentTokens } from '../../../usecases/enrolment-token/list-enrolment-tokens.ts';
import { withdrawEnrolmentToken } from '../../../usecases/enrolment-token/withdraw-enrolment-token.ts';

export const enrolmentTokenBindings = { createEnrolmentToken, listEnrolmentTokens, withdrawEnrolmentToken };
