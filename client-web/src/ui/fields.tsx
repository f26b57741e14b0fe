import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, useId } from 'react';
import { ChevronDownIcon } from './icons/index.ts';

interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  hint?: string;
  error?: string | null;
  /** Stands beside the input, in the same row. */
  action?: ReactNode;
}

export function TextField({ label, hint, error, action, ...input }: TextFieldProps) {
  const id = useId();
  const noteId = useId();
  const note = error ?? hint;
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      <div className="field__row">
        <input
          {...input}
          id={id}
          className="input"
          aria-invalid={error ? true : undefined}
          aria-describedby={note ? noteId : undefined}
        />
        {action}
      </div>
      {note && (
        <p className={error ? 'field__error' : 'field__hint'} id={noteId} role={error ? 'alert' : undefined}>
          {note}
        </p>
      )}
    </div>
  );
}

interface SelectFieldProps extends SelectHTMLAttributes<HTMLSelectElement> {
  label: string;
  icon: ReactNode;
}

export function SelectField({ label, icon, children, ...select }: SelectFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      <div className="select">
        <span className="select__icon">{icon}</span>
        <select {...select} id={id} className="input">
          {children}
        </select>
        <span className="select__chevron">
          <ChevronDownIcon size={18} />
        </span>
      </div>
    </div>
  );
}

interface SegmentsProps<V extends string> {
  label: string;
  choices: readonly { value: V; label: string; icon?: ReactNode }[];
  /** null: none of them. */
  value: V | null;
  onChoose: (value: V) => void;
  testId: string;
  /** What the choices' test ids begin with, where that is not `testId`. */
  choiceTestId?: string;
  isDisabled?: boolean;
  hint?: string;
  /** For screen readers only. */
  isLabelHidden?: boolean;
}

/** One choice of few, all visible: radio buttons dressed as a segmented control. */
export function Segments<V extends string>(props: SegmentsProps<V>) {
  const name = useId();
  return (
    <fieldset
      className="field segments-field"
      disabled={props.isDisabled}
      data-testid={props.testId}
      data-value={props.value ?? 'none'}
    >
      <legend className={props.isLabelHidden ? 'visually-hidden' : 'field__label'}>{props.label}</legend>
      <div className="segments">
        {props.choices.map((choice) => (
          <label
            key={choice.value}
            className="segments__item"
            data-testid={`${props.choiceTestId ?? props.testId}-${choice.value}`}
          >
            <input
              className="visually-hidden"
              type="radio"
              name={name}
              checked={choice.value === props.value}
              onChange={() => props.onChoose(choice.value)}
            />
            {choice.icon}
            {choice.label}
          </label>
        ))}
      </div>
      {props.hint && <p className="field__hint">{props.hint}</p>}
    </fieldset>
  );
}

interface SwitchFieldProps {
  label: string;
  hint?: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  testId: string;
}

/** On or off, at once. */
export function SwitchField({ label, hint, isOn, onChange, testId }: SwitchFieldProps) {
  return (
    <button
      type="button"
      className="switch"
      role="switch"
      aria-checked={isOn}
      data-testid={testId}
      onClick={() => onChange(!isOn)}
    >
      <span className="switch__text">
        {label}
        {hint && <span className="field__hint switch__hint">{hint}</span>}
      </span>
      <span className="switch__track" aria-hidden="true" />
    </button>
  );
}
