// What Python tells the coding page (app/explorer/state/coding/page_data.py), and what the page holds.
// Offsets are code points of the whole transcript.

import type { TurnText } from "./text.js";

export interface Stretch {
  start: number;
  end: number;
}

export interface Turn extends Stretch {
  i: number;
  speaker: string;
  role: string;
  time: string;
  line: number | null;
  text: string;
}

export interface Code {
  id: string;
  key: string;
  name: string;
  theme: string;
  parent: string | null;
  depth: number;
  color: string;
  definition: string;
  leaf: boolean;
}

/** Why a machine coded; the place of the cue is null where there was none. */
export interface Evidence extends Stretch {
  rule: string;
  cue_start: number | null;
  cue_end: number | null;
  reason: string;
}

export interface Review {
  verdict: "comment" | "accept" | "dispute";
  text: string;
  coder: string;
}

export interface Coding extends Stretch {
  id: string;
  code: string;
  coder: string;
  machine: boolean;
  mine: boolean;
  polarity: string;
  status: string;
  memos: number;
  reviews: Review[];
  evidence: Evidence | null;
  function: string | null;
}

/** A memo: on a coding, or on a stretch of text. */
export interface Note {
  id: string;
  coding: string | null;
  start: number | null;
  end: number | null;
  text: string;
  coder: string;
  mine: boolean;
}

/** What a coding can be said as. */
export interface FunctionName {
  id: string;
  name: string;
}

export interface Polarity {
  id: string;
  sign: string;
  name: string;
}

export interface PageData {
  study: string;
  boot: string;
  placing: boolean;
  transcript: string;
  revision: number;
  name: string;
  role: "coder" | "reviewer";
  coder: string;
  turns: Turn[];
  codes: Code[];
  codings: Coding[];
  notes: Note[];
  digits: Record<string, string>;
  polarities: Polarity[];
  functions: FunctionName[];
  focus: (Stretch & { coding: string | null }) | null;
  ack: Record<string, number>;
  refused: { client: string; seq: number; message: string }[];
  problem: string | null;
  texts: Record<string, string>;
  undo: boolean;
  redo: boolean;
  /** Parts that came by another way: key -> name (components/still). */
  still: Record<string, string>;
}

/** Where the reader is and what the reader wants to see. */
export interface PageState {
  anchor: number | null;
  caret: number | null;
  coding: string | null;
  last: string | null;
  hover: string | null;
  pinned: string | null;
  rejected: boolean;
  machine: boolean;
  flash: Stretch | null;
  walked: number;
}

/** A stretch that is drawn in a way of its own, beside the codings. */
export interface Mark extends Stretch {
  kind: string;
}

/** A stretch as it stands on the screen. */
export interface Segment extends Stretch {
  piece: HTMLElement;
}

/** A turn as it is drawn. */
export interface Row {
  node: HTMLElement;
  body: HTMLElement;
  stripes: HTMLElement;
  text: TurnText;
  at: number;
  /** What it was drawn from; null before. */
  signature: string | null;
  /** What its stripes were laid for. */
  laid: string;
  codings: Coding[];
  spans: Segment[];
  lane: Map<string, number>;
}

/** A place on the screen. */
export type Box = Pick<DOMRect, "left" | "top" | "bottom">;
