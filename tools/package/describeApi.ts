import { join } from 'node:path';
import ts from 'typescript';
import { entries } from './entries.js';
import { packageFolder } from './sourceFiles.js';

/**
 * The public API as text, read from the types that are shipped: what each entry exports, and each
 * declaration where it is met first. No comments, and nothing that depends on how the bundler cut
 * the files.
 */
export function describeApi(): string {
  const paths = entries.map(({ built }) => join(packageFolder, `dist/${built}.d.mts`));
  const program = ts.createProgram(paths, {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.esnext.disposable.d.ts'],
    types: [],
  });
  const checker = program.getTypeChecker();
  const printer = ts.createPrinter({ removeComments: true });
  const printed = new Set<ts.Symbol>();
  const print = (node: ts.Node): string => {
    const statement = ts.isVariableDeclaration(node) ? node.parent.parent : node;
    const text = printer.printNode(ts.EmitHint.Unspecified, statement, statement.getSourceFile());
    return text.replace(/^(export |declare )+/, '').replaceAll('    ', '  ');
  };

  const sections = entries.map(({ path }, i) => {
    const file = program.getSourceFile(paths[i] ?? '');
    const entry = file && checker.getSymbolAtLocation(file);
    if (!entry) throw new Error(`dist has no types of ${path}`);
    const names: string[] = [];
    const declarations: string[] = [];
    for (const symbol of checker
      .getExportsOfModule(entry)
      .sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const origin =
        symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      names.push(`${kindOf(origin)} ${symbol.name}`);
      if (!printed.has(origin))
        declarations.push((origin.declarations ?? []).map(print).join('\n'));
      printed.add(origin);
    }
    return [`=== ${path}`, ...names, ...declarations.flatMap((text) => ['', text])].join('\n');
  });
  const hidden = program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(join(packageFolder, 'dist/')))
    .flatMap((file) => file.statements.filter(isDeclaration))
    .filter((statement) => {
      const symbol = statement.name && checker.getSymbolAtLocation(statement.name);
      return symbol && !printed.has(symbol);
    });
  sections.push(
    ['=== without a name outside, but part of the above', ...hidden.map(print).sort()].join('\n\n'),
  );
  return `${sections.join('\n\n')}\n`;
}

type Declaration =
  ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.FunctionDeclaration | ts.ClassDeclaration;

function isDeclaration(node: ts.Node): node is Declaration {
  return (
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node)
  );
}

function kindOf({ flags }: ts.Symbol): string {
  if (flags & ts.SymbolFlags.Function) return 'function';
  if (flags & ts.SymbolFlags.Class) return 'class';
  if (flags & ts.SymbolFlags.Variable) return 'const';
  return flags & ts.SymbolFlags.Interface ? 'interface' : 'type';
}
