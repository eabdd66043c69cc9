import { Logger } from '@aws-lambda-powertools/logger';

/**
 * One logger a function. It is given ids, codes and numbers only: never names, mail addresses or
 * texts of a case.
 */
export const logger = new Logger();
