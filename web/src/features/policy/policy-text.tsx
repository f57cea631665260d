import { lintGutter } from '@codemirror/lint'
import { lineNumbers } from '@codemirror/view'
import { useId, useMemo } from 'react'
import { CodeEditor, type LineProblem } from '../../components/code-editor.js'

interface PolicyTextProps {
  yaml: string
  isReadOnly: boolean
  problems: readonly LineProblem[]
  onChange: (yaml: string) => void
}

const extensions = () => [lineNumbers(), lintGutter()]
const LABEL = 'Document (YAML)'

/** The text of a policy with its line numbers; what is wrong is marked at its line, and told below. */
export function PolicyText({ yaml, isReadOnly, problems, onChange }: PolicyTextProps) {
  const id = useId()
  const told = useMemo(() => ({ id, problems }), [id, problems])
  return (
    <div>
      <p aria-hidden="true" className="mb-1 font-medium">
        {LABEL}
      </p>
      <CodeEditor label={LABEL} value={yaml} {...{ isReadOnly, extensions, told, onChange }} />
      <div role="alert">
        <ul id={id} aria-label="What is wrong" className="text-bad" hidden={problems.length === 0}>
          {problems.map(({ line, problem }) => (
            <li key={`${line} ${problem}`} className="mt-1 break-words">
              Line {line}: {problem}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
