import type { Delimiters } from '@anvil/shared'
import { useEffectEvent } from 'react'
import { CodeEditor } from '../../components/code-editor.js'
import { templateColours } from './template-colours.js'
import { type Names, templateCompletion } from './template-completion.js'
import { templateProblems } from './template-problems.js'

interface TemplateEditorProps {
  label: string
  value: string
  delimiters: Delimiters | null
  isReadOnly: boolean
  names: Names
  onChange: (text: string) => void
}

/** An editor for one template: coloured, checked and completed by the parser that renders it. */
export function TemplateEditor(props: TemplateEditorProps) {
  const { delimiters, label } = props
  return <Editor key={JSON.stringify([delimiters, label])} {...props} />
}

function Editor({ delimiters, names, ...rest }: TemplateEditorProps) {
  const namesNow = useEffectEvent(() => names)
  const extensions = () => [
    templateColours(delimiters),
    templateProblems(delimiters),
    templateCompletion(delimiters, () => namesNow()),
  ]
  return <CodeEditor {...rest} extensions={extensions} />
}
