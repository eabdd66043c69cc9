import { useText } from '#console/i18n/use-text.ts';

/** What exists on the local stack only. */
const LocalBar = () => {
  const text = useText();
  return <aside aria-label={text('local.title')} />;
};

export default LocalBar;
