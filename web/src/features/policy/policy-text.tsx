import { useId } from 'react'

interface PolicyTextProps {
  yaml: string
  problems: readonly { line: number; problem: string }[]
  onChange: (yaml: string) => void
}

/** The text of a policy, and below it what is wrong with which line. */
export function PolicyText({ yaml, problems, onChange }: PolicyTextProps) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-medium">
        Document (YAML)
      </label>
      <textarea
        id={id}
        spellCheck={false}
        value={yaml}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={problems.length > 0 || undefined}
        aria-describedby={problems.length > 0 ? `${id}-problems` : undefined}
        className="field-sizing-content max-h-[60vh] min-h-48 w-full resize-y overflow-x-auto rounded-md border border-strong-line bg-surface px-2.5 py-1.5 font-mono whitespace-pre text-ink aria-invalid:border-bad"
      />
      <div role="alert">
        <ul id={`${id}-problems`} aria-label="What is wrong" className="text-bad" hidden={problems.length === 0}>
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
