import { type Diagnostic, linter } from '@codemirror/lint'
import type { Extension, Text } from '@codemirror/state'
import { lintTemplate, type LintProblem } from '@anvil/shared/template'
import type { Delimiters } from '@anvil/shared'

const PAUSE_MS = 300

/** Underlines what is wrong with a template, once typing pauses. */
export function templateProblems(delimiters: Delimiters | null): Extension {
  return linter(({ state }) => diagnosticsOf(state.doc, delimiters), { delay: PAUSE_MS })
}

/** What is wrong with a template, each with its place in the text. */
export const diagnosticsOf = (doc: Text, delimiters: Delimiters | null): Diagnostic[] =>
  lintTemplate(doc.toString(), { delimiters }).map((problem) => toDiagnostic(doc, problem))

function toDiagnostic(doc: Text, { line, column, severity, message }: LintProblem): Diagnostic {
  const at = doc.line(Math.min(line, doc.lines))
  const from = Math.min(at.from + column - 1, at.to)
  return { from, to: Math.min(from + 2, at.to), severity, message }
}
