import * as z from 'zod';
import { defineRoute } from '#shared/core/http/define-route.ts';

const document = z.looseObject({});

export const openApiRoute = defineRoute({
  name: 'openApi',
  method: 'GET',
  path: '/openapi.json',
  family: 'public',
  who: 'anyone',
  summary: 'This interface, as OpenAPI 3.1',
  answer: document,
});
export const asyncApiRoute = defineRoute({
  name: 'asyncApi',
  method: 'GET',
  path: '/asyncapi.json',
  family: 'public',
  who: 'anyone',
  summary: 'The events on the bus, as AsyncAPI 3.0',
  answer: document,
});

export const publicRoutes = [openApiRoute, asyncApiRoute];
