/** Whether a query is about one prompt alone: its key begins as all of the set do, and names the prompt after what is asked. */
export const isOfPrompt = (queryKey: readonly unknown[], setKey: readonly unknown[], promptId: string): boolean =>
  setKey.every((part, at) => queryKey[at] === part) && queryKey[setKey.length + 1] === promptId
