import { useId, useRef } from 'react'
import { Button } from '../../components/button.js'

interface FilePickerProps {
  /** Whether to choose files is the next thing to do. */
  isNext: boolean
  /** Why none can be chosen. */
  because: string | undefined
  onPick: (files: readonly File[]) => void
}

/** Asks for files of this machine, or for a folder. */
export function FilePicker({ isNext, because, onPick }: FilePickerProps) {
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const id = useId()
  const takeFrom = (input: HTMLInputElement) => {
    onPick([...(input.files ?? [])])
    input.value = ''
  }
  return (
    <div className="flex flex-wrap gap-2">
      <input
        ref={files}
        id={id}
        aria-label="Files to import"
        type="file"
        multiple
        accept=".csv,.json,.txt,.md,.markdown"
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => takeFrom(event.target)}
      />
      <input
        ref={folder}
        aria-label="Folder to import"
        type="file"
        tabIndex={-1}
        className="sr-only"
        {...{ webkitdirectory: '' }}
        onChange={(event) => takeFrom(event.target)}
      />
      <Button look={isNext ? 'main' : 'plain'} because={because} onClick={() => files.current?.click()}>
        Choose files
      </Button>
      <Button because={because} onClick={() => folder.current?.click()}>
        Choose a folder
      </Button>
    </div>
  )
}
