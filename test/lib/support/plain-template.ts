export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: readonly string[];
}
export interface RawTemplate {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>>;
}
/** A template in which every reference is text: `<LogicalId.Attribute>`, the same on both sides of an import. */
export type PlainTemplate = RawTemplate;

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Region': 'eu-west-1',
  'AWS::AccountId': '123456789012',
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
};

export function plainTemplates(
  data: RawTemplate,
  service: RawTemplate,
): { data: PlainTemplate; service: PlainTemplate } {
  const exported = new Map(
    Object.values(data.Outputs ?? {}).flatMap(({ Value, Export }) => (Export ? [[Export.Name, Value] as const] : [])),
  );
  const plain = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== 'object' || value === null) return value;
    const [[name, inner] = ['', undefined], ...others] = Object.entries(value);
    if (others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) return text(name, inner);
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
  };
  const text = (name: string, inner: unknown): string => {
    const parts = inner as readonly unknown[];
    switch (name) {
      case 'Ref':
        return PSEUDO[String(inner)] ?? `<${inner}>`;
      case 'Fn::GetAtt':
        return `<${parts.join('.')}>`;
      case 'Fn::Join':
        return (plain(parts[1]) as string[]).join(String(parts[0]));
      case 'Fn::ImportValue':
        if (!exported.has(String(inner))) throw new Error(`${inner} is imported and nobody exports it`);
        return String(plain(exported.get(String(inner))));
      case 'Fn::Sub': // only in where CDK keeps its assets
        return String(inner);
      case 'Fn::Split':
        return String(plain(parts[1]));
      case 'Fn::Select':
        return `<part ${parts[0]} of ${plain(parts[1])}>`;
      default:
        throw new Error(`${name} is new to this test`);
    }
  };
  const template = ({ Resources, Outputs = {} }: RawTemplate) => plain({ Resources, Outputs }) as PlainTemplate;
  return { data: template(data), service: template(service) };
}

/** Every resource of a type, by its logical id. */
export const ofType = (template: RawTemplate, type: string): [id: string, resource: Resource][] =>
  Object.entries(template.Resources).filter(([, { Type }]) => Type === type);

/** What lies at `A.B.0.C` in a resource's properties; undefined where nothing is. */
export function at(resource: Resource | undefined, path: string): unknown {
  let value: unknown = resource?.Properties;
  for (const key of path.split('.')) value = (value as Record<string, unknown> | undefined | null)?.[key];
  return value;
}
