import { posix } from 'node:path';
import ts from 'typescript';

/** One import or re-export of a file, or one `import()`. */
export interface ModuleImport {
  /** As it is written. */
  readonly specifier: string;
  /** The file meant, from the root of the package; undefined if another package is meant. */
  readonly path: string | undefined;
  readonly line: number;
  /** Whether nothing of it is left at run time: of `import { type A }` the bare import is. */
  readonly isTypeOnly: boolean;
  readonly isReExport: boolean;
  /** The names taken there; `*` stands for all. */
  readonly names: readonly ModuleName[];
}

/** A name that is imported or exported. */
export interface ModuleName {
  /** In the file that it comes from. */
  readonly name: string;
  /** In the file at hand, or where that exports it to. */
  readonly as: string;
  readonly isTypeOnly: boolean;
}

/** What a file says of others, and what it says itself. */
export interface Module {
  readonly path: string;
  readonly imports: readonly ModuleImport[];
  /** The names that the file declares and exports. */
  readonly declares: readonly ModuleName[];
  /** Whether it holds anything but re-exports. */
  readonly hasLogic: boolean;
}

/**
 * Reads the imports and exports of one file, from its text alone.
 *
 * @param path - from the root of the package, with forward slashes
 */
export function readModule(path: string, text: string): Module {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports: ModuleImport[] = [];
  const declares: ModuleName[] = [];

  const note = (
    node: ts.Node,
    specifier: ts.Node,
    isTypeOnly: boolean,
    isReExport: boolean,
    names: readonly ModuleName[],
  ): void => {
    if (!ts.isStringLiteralLike(specifier))
      throw new Error(
        `${path}: an import whose module is computed cannot be judged: ${node.getText()}`,
      );
    const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    const target = specifier.text.startsWith('.')
      ? posix.join(posix.dirname(path), specifier.text).replace(/\.js$/, '.ts')
      : undefined;
    imports.push({ specifier: specifier.text, path: target, line, isTypeOnly, isReExport, names });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node))
      note(node, node.moduleSpecifier, ...importedNames(node.importClause));
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier)
      note(node, node.moduleSpecifier, ...exportedNames(node));
    else if (
      ts.isImportEqualsDeclaration(node) &&
      ts.isExternalModuleReference(node.moduleReference)
    )
      note(node, node.moduleReference.expression, node.isTypeOnly, false, [all]);
    else if (ts.isImportTypeNode(node)) {
      if (ts.isLiteralTypeNode(node.argument))
        note(node, node.argument.literal, true, false, [all]);
    } else if (ts.isCallExpression(node) && isDynamicImport(node))
      note(node, node.arguments[0] ?? node, false, false, [all]);
    ts.forEachChild(node, visit);
  };
  visit(file);
  for (const statement of file.statements) declares.push(...declaredNames(statement));
  return {
    path,
    imports,
    declares,
    hasLogic: !file.statements.every((statement) => ts.isExportDeclaration(statement)),
  };
}

const all: ModuleName = { name: '*', as: '*', isTypeOnly: false };

function isDynamicImport({ expression }: ts.CallExpression): boolean {
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && expression.text === 'require')
  );
}

type Names = [isTypeOnly: boolean, isReExport: boolean, names: ModuleName[]];

function importedNames(clause: ts.ImportClause | undefined): Names {
  if (!clause) return [false, false, []];
  const isTypeOnly = clause.phaseModifier === ts.SyntaxKind.TypeKeyword;
  const { name, namedBindings } = clause;
  const names: ModuleName[] = name ? [{ name: 'default', as: name.text, isTypeOnly }] : [];
  if (namedBindings && ts.isNamedImports(namedBindings))
    names.push(...namedBindings.elements.map((element) => nameOf(element, isTypeOnly)));
  else if (namedBindings) names.push({ ...all, isTypeOnly });
  return [isTypeOnly, false, names];
}

function exportedNames({ exportClause, isTypeOnly }: ts.ExportDeclaration): Names {
  if (!exportClause) return [isTypeOnly, true, [{ ...all, isTypeOnly }]];
  if (ts.isNamespaceExport(exportClause))
    return [isTypeOnly, true, [{ name: '*', as: exportClause.name.text, isTypeOnly }]];
  return [isTypeOnly, true, exportClause.elements.map((element) => nameOf(element, isTypeOnly))];
}

function nameOf(element: ts.ImportSpecifier | ts.ExportSpecifier, isTypeOnly: boolean): ModuleName {
  return {
    name: (element.propertyName ?? element.name).text,
    as: element.name.text,
    isTypeOnly: isTypeOnly || element.isTypeOnly,
  };
}

function declaredNames(statement: ts.Statement): ModuleName[] {
  if (
    ts.isExportDeclaration(statement) &&
    !statement.moduleSpecifier &&
    statement.exportClause &&
    ts.isNamedExports(statement.exportClause)
  ) {
    return statement.exportClause.elements.map((element) => nameOf(element, statement.isTypeOnly));
  }
  const isExported =
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  if (!isExported) return [];
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => ({
      name: name.getText(),
      as: name.getText(),
      isTypeOnly: false,
    }));
  }
  const { name } = statement as ts.Statement & { readonly name?: ts.Identifier };
  const isTypeOnly = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
  return name ? [{ name: name.text, as: name.text, isTypeOnly }] : [];
}
