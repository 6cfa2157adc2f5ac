// What the components leave on the window, for each other and for the next drawing.

import type { Outbox } from "./outbox.js";

/** What Streamlit gives to a component with each drawing. */
export interface Component<Data> {
  data: Data;
  parentElement: HTMLElement;
  setStateValue(name: string, value: unknown): void;
}

/** The place where a reader left a transcript. */
export interface View {
  caret: number | null;
  coding: string | null;
  top: number;
}

/** What a reader chose to see, whatever the transcript. */
export interface Choices {
  machine: boolean;
  rejected: boolean;
  last: string | null;
}

declare global {
  interface Window {
    fangtanOutboxes?: Map<string, Outbox>;
    fangtanStill?: Map<string, { name: string; value: object }>;
    fangtanViews?: Map<string, View>;
    fangtanChoices?: Choices;
    __fangtanKeys?: (event: KeyboardEvent) => void;
    __fangtanBoot?: string;
  }
}
