import type { CasewardClient } from '#client/client.ts';
import type { JsonSchema, Schemas } from '#console/admin/schema/shape.ts';

interface Operation {
  operationId?: string;
  requestBody?: { content?: Record<string, { schema?: JsonSchema }> };
}

/** The parts of the OpenAPI document that forms are drawn from. */
interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Schemas };
}

/** The API's own document, read once: it changes only with the API. */
export const documentQuery = (api: CasewardClient) => ({
  queryKey: ['openapi'],
  queryFn: async () => (await api.openApi()).data as unknown as ApiDocument,
  staleTime: Number.POSITIVE_INFINITY,
});

/** What an operation takes as its body. */
export const bodySchemaOf = ({ paths }: ApiDocument, name: string): JsonSchema => {
  const operations = Object.values(paths).flatMap((path) => Object.values(path));
  const found = operations.find(({ operationId }) => operationId === name);
  return found?.requestBody?.content?.['application/json']?.schema ?? {};
};
