import { useText } from '#console/i18n/use-text.ts';

/** Why what somebody wrote is no JSON, in the words of the page. */
export const useJsonFault = () => {
  const text = useText();
  return (error: unknown): string => {
    // Browsers say the place in English, some of them only of some faults.
    const [, line, column] = /line (\d+) column (\d+)/.exec(String(error)) ?? [];
    return line && column ? text('error.notJsonAt', { line, column }) : text('error.notJson');
  };
};
