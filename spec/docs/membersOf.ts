import ts from 'typescript';

/** A member of an interface, as its comment describes it. */
export interface Member {
  readonly name: string;
  /** Text of `@defaultValue`. */
  readonly defaultValue: string | undefined;
}

/**
 * The members of an interface, or the literals of a type, in a source file.
 *
 * @throws Error if the file declares no such thing
 */
export function membersOf(text: string, declared: string): Member[] {
  const file = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
  for (const statement of file.statements) {
    if (ts.isInterfaceDeclaration(statement) && statement.name.text === declared)
      return statement.members.map(readMember);
    if (ts.isTypeAliasDeclaration(statement) && statement.name.text === declared) {
      return [...statement.type.getText().matchAll(/'([^']+)'/g)].map(([, name = '']) => ({
        name,
        defaultValue: undefined,
      }));
    }
  }
  throw new Error(`There is no ${declared}`);
}

function readMember(member: ts.TypeElement): Member {
  const tag = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === 'defaultValue');
  return {
    name: member.name?.getText() ?? '',
    defaultValue: ts.getTextOfJSDocComment(tag?.comment)?.trim(),
  };
}
