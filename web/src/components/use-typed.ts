import { useState } from 'react'

/** What a field shows: what is typed stays as it was typed until the field is left, then it is shown as it was understood. */
export function useTyped(shown: string, write: (text: string) => void) {
  const [typed, setTyped] = useState<string>()
  return {
    value: typed ?? shown,
    onChange: ({ target }: { target: { value: string } }) => {
      setTyped(target.value)
      write(target.value)
    },
    onBlur: () => setTyped(undefined),
  }
}
