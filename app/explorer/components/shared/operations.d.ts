// Made from app/explorer/state/coding/browser_operations.py by
// tests/app/explorer/operation_types.py: change the operations there.

export interface Add {
  kind: "add";
  seq: number;
  transcript: string;
  revision: number;
  uuid: string;
  start: number;
  end: number;
  quote: string;
  code: string;
  polarity: string;
}

export interface Remove {
  kind: "remove";
  seq: number;
  transcript?: string | null;
  revision?: number | null;
  coding: string;
}

export interface Recode {
  kind: "recode";
  seq: number;
  transcript?: string | null;
  revision?: number | null;
  coding: string;
  code: string;
}

export interface SetPolarity {
  kind: "polarity";
  seq: number;
  transcript?: string | null;
  revision?: number | null;
  coding: string;
  polarity: string;
}

export interface SetFunction {
  kind: "function";
  seq: number;
  transcript?: string | null;
  revision?: number | null;
  coding: string;
  function: string | null;
}

export interface Resize {
  kind: "resize";
  seq: number;
  transcript?: string | null;
  revision: number;
  coding: string;
  start: number;
  end: number;
  quote: string;
}

export interface Split {
  kind: "split";
  seq: number;
  transcript?: string | null;
  revision?: number | null;
  coding: string;
  at: number;
  uuid: string;
}

export interface Decide {
  kind: "decide";
  seq: number;
  transcript?: string | null;
  revision?: number | null;
  coding: string;
  status: "accepted" | "rejected";
  code?: string | null;
  polarity?: string | null;
}

export interface Memo {
  kind: "memo";
  seq: number;
  transcript: string;
  revision?: number | null;
  target: "coding" | "span";
  coding?: string | null;
  start?: number | null;
  end?: number | null;
  quote?: string | null;
  text: string;
  uuid: string;
}

export interface EditMemo {
  kind: "edit_memo";
  seq: number;
  transcript?: string | null;
  revision?: number | null;
  memo: string;
  coding?: string | null;
  text: string;
}

export interface Review {
  kind: "review";
  seq: number;
  transcript?: string | null;
  revision?: number | null;
  coding: string;
  verdict: "comment" | "accept" | "dispute";
  text: string;
  uuid: string;
}

export interface Settle {
  kind: "settle";
  seq: number;
  transcript?: string | null;
  revision?: number | null;
  review: string;
}

export interface Undo {
  kind: "undo";
  seq: number;
  transcript?: string | null;
  revision?: number | null;
}

export interface Redo {
  kind: "redo";
  seq: number;
  transcript?: string | null;
  revision?: number | null;
}

export type Operation =
  | Add
  | Remove
  | Recode
  | SetPolarity
  | SetFunction
  | Resize
  | Split
  | Decide
  | Memo
  | EditMemo
  | Review
  | Settle
  | Undo
  | Redo;
