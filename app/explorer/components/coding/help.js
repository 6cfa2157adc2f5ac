// The keys and the mouse, as the help tells them.

/**
 * Keys, parted by blanks, and the message that says what they do.
 * @typedef {[keys: string, message: string]} Line
 */

/** @type {[group: string, lines: Line[]][]} */
export const HELP = [
  [
    "help_select",
    [
      ["⇧←→", "key_select"],
      ["Ctrl+⇧←→", "key_select_clause"],
      ["⇧↑↓ ⇧Home ⇧End", "key_select_line"],
      ["Ctrl+A", "key_select_turn"],
      ["↑ ↓", "key_turns"],
      ["Esc", "key_escape"],
    ],
  ],
  [
    "help_code",
    [
      ["1–9", "key_digits"],
      ["/ Space A–Z", "key_search"],
      ["Enter", "key_repeat"],
      ["m", "key_memo"],
      ["e", "key_edit_memo"],
      ["Del", "key_remove"],
      ["s", "key_split"],
    ],
  ],
  [
    "help_suggestions",
    [
      ["j k", "key_walk"],
      ["J K", "key_walk_all"],
      ["a", "key_accept"],
      ["x", "key_reject"],
      ["A X", "key_onward"],
      ["1–9 /", "key_change"],
      ["c", "key_comment"],
    ],
  ],
  [
    "help_polarity",
    [
      ["− + ! ^ .", "key_sign"],
      ["q w", "key_cycle"],
      ["p 1–6", "key_polarity"],
      ["f", "key_function"],
    ],
  ],
  [
    "help_bounds",
    [
      ["[ ]", "key_start"],
      ["⇧[ ⇧]", "key_end"],
      ["Alt+[ Alt+]", "key_by_word"],
    ],
  ],
  [
    "help_other",
    [
      ["u Ctrl+Z", "key_undo"],
      ["⇧U Ctrl+Y", "key_redo"],
      ["v", "key_rejected"],
      ["h", "key_machine"],
      ["b i", "key_panes"],
      ["?", "key_help"],
    ],
  ],
  [
    "help_mouse",
    [
      ["⤳", "mouse_drag"],
      ["×2", "mouse_clause"],
      ["×3", "mouse_sentence"],
      ["⟳", "mouse_cycle"],
      ["#", "mouse_digit"],
    ],
  ],
];

/**
 * For a reviewer, in place of the group on suggestions.
 * @type {Line[]}
 */
export const HELP_REVIEWER = [
  ["j k", "key_walk"],
  ["a", "key_review_accept"],
  ["x", "key_dispute"],
  ["c", "key_comment"],
];
