import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contractJson, whyNoContracts } from './contracts-folder.ts';

const ownFile = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../electron/practice/${path}`, import.meta.url), 'utf8'));

const copiedParameter = z.object({
  type: z.string(),
  applicable: z.number().optional(),
  aliases: z.array(z.string()).default([]),
  allowedValues: z.array(z.string()).default([]),
});
const copiedSignatures = z.object({
  environments: z.array(z.array(z.string())),
  cmdlets: z.record(
    z.string(),
    z.object({
      module: z.string(),
      applicable: z.number(),
      shouldProcess: z.boolean(),
      sets: z.array(
        z.object({ name: z.string(), parameters: z.array(z.string()), mandatory: z.array(z.string()) }),
      ),
      parameters: z.record(z.string(), copiedParameter),
    }),
  ),
});

const referenceCmdlets = z.object({
  cmdlets: z.record(
    z.string(),
    z.object({
      module: z.string(),
      applicable: z.array(z.string()).default([]),
      shouldProcess: z.array(z.string()).default([]),
      parameterSets: z.array(
        z.object({
          name: z.string(),
          parameters: z.array(z.object({ name: z.string(), type: z.string(), mandatory: z.boolean() })),
        }),
      ),
      parameters: z.record(
        z.string(),
        z.object({
          type: z.string().optional(),
          applicable: z.array(z.string()).default([]),
          aliases: z.array(z.string()).default([]),
          allowedValues: z.array(z.string()).default([]),
          allowedValuesFrom: z.string().optional(),
        }),
      ),
    }),
  ),
});

describe.skipIf(whyNoContracts !== undefined)(
  `the practice site's signatures agree with Microsoft's reference ${whyNoContracts ?? ''}`,
  () => {
    const copy = copiedSignatures.parse(ownFile('cmdlets/signatures.json'));
    const reference = (): z.infer<typeof referenceCmdlets>['cmdlets'] =>
      referenceCmdlets.parse(contractJson('cmdlets.json')).cmdlets;

    it('has every cmdlet of it and no other', () => {
      expect(Object.keys(copy.cmdlets).sort()).toEqual(Object.keys(reference()).sort());
    });

    it('with the same module, environments and parameter sets', () => {
      const copied = Object.entries(copy.cmdlets).map(([name, one]) => ({
        name,
        module: one.module,
        applicable: (copy.environments[one.applicable] ?? []).toSorted(),
        shouldProcess: one.shouldProcess,
        sets: one.sets.map((set) => [set.name, set.parameters.toSorted(), set.mandatory.toSorted()]),
      }));
      const wanted = Object.entries(reference()).map(([name, one]) => ({
        name,
        module: one.module,
        applicable: one.applicable.toSorted(),
        shouldProcess: one.shouldProcess.length > 0,
        sets: one.parameterSets.map((set) => [
          set.name,
          set.parameters.map((parameter) => parameter.name).toSorted(),
          set.parameters
            .filter(({ mandatory }) => mandatory)
            .map((parameter) => parameter.name)
            .toSorted(),
        ]),
      }));
      const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
      expect(copied.toSorted(byName)).toEqual(wanted.toSorted(byName));
    });

    it('with the same types, aliases and allowed values of every parameter', () => {
      const all = reference();
      for (const [name, one] of Object.entries(copy.cmdlets)) {
        const wanted = all[name];
        const inSets = new Map(
          wanted?.parameterSets.flatMap((set) => set.parameters).map((p) => [p.name, p]),
        );
        for (const [parameter, found] of Object.entries(one.parameters)) {
          const detail = wanted?.parameters[parameter];
          expect(found.type, `${name} -${parameter}`).toBe(inSets.get(parameter)?.type ?? detail?.type);
          expect(found.aliases, `${name} -${parameter}`).toEqual(detail?.aliases ?? []);
          expect(found.allowedValues, `${name} -${parameter}`).toEqual(
            detail?.allowedValuesFrom === 'examples' ? [] : (detail?.allowedValues ?? []),
          );
        }
        expect(Object.keys(one.parameters), name).toEqual(expect.arrayContaining([...inSets.keys()]));
      }
    });
  },
);

const copiedOperations = z.object({
  operations: z.array(
    z.object({
      path: z.string(),
      method: z.string(),
      query: z.array(z.string()),
      required: z.array(z.string()).default([]),
    }),
  ),
  types: z.record(z.string(), z.record(z.string(), z.string())),
});

interface Schema {
  readonly properties?: Readonly<Record<string, unknown>> | undefined;
  readonly allOf?: readonly (Schema & { readonly $ref?: string | undefined })[] | undefined;
  readonly $ref?: string | undefined;
}
const schema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    properties: z.record(z.string(), z.unknown()).optional(),
    allOf: z.array(schema).optional(),
    $ref: z.string().optional(),
  }),
);
const reference = z.object({ $ref: z.string() });
const queryParameter = z.object({ name: z.string(), in: z.string() });
const openApi = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({
    parameters: z.record(z.string(), queryParameter),
    schemas: z.record(z.string(), schema),
  }),
});
const operationForm = z.object({
  parameters: z.array(z.union([reference, queryParameter])).default([]),
  'x-documented-required': z.object({ properties: z.array(z.string()) }).optional(),
});

describe.skipIf(whyNoContracts !== undefined)(
  `the practice site's part of Graph agrees with Microsoft's description ${whyNoContracts ?? ''}`,
  () => {
    const copy = copiedOperations.parse(ownFile('graph/operations.json'));
    const description = (): z.infer<typeof openApi> => openApi.parse(contractJson('graph.openapi.json'));

    it('in its paths, methods, query parameters and required properties', () => {
      const { paths, components } = description();
      for (const { path, method, query, required } of copy.operations) {
        const operation = operationForm.parse(paths[path]?.[method.toLowerCase()]);
        const declared = operation.parameters
          .map((one) => ('$ref' in one ? components.parameters[one.$ref.split('/').at(-1) ?? ''] : one))
          .filter((one) => one?.in === 'query')
          .map((one) => one?.name);
        expect(query, `${method} ${path}`).toEqual(declared);
        expect(required, `${method} ${path}`).toEqual(operation['x-documented-required']?.properties ?? []);
      }
    });

    it('in the properties of its types', () => {
      const { schemas } = description().components;
      const propertiesOf = (of: Schema | undefined): readonly string[] => {
        const target = of?.$ref === undefined ? of : schemas[of.$ref.split('/').at(-1) ?? ''];
        if (target !== of) return propertiesOf(target);
        return [...(of?.allOf ?? []).flatMap(propertiesOf), ...Object.keys(of?.properties ?? {})];
      };
      const entities = Object.entries(copy.types).filter(([type]) => `microsoft.graph.${type}` in schemas);
      expect(entities.length).toBeGreaterThan(10);
      for (const [type, properties] of entities) {
        const declared = propertiesOf(schemas[`microsoft.graph.${type}`]).filter(
          (one) => !one.startsWith('@'),
        );
        expect(Object.keys(properties).sort(), type).toEqual([...new Set(declared)].sort());
      }
    });
  },
);
