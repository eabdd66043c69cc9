import { CircleUserRound, Languages, LogIn, LogOut, SunMoon } from 'lucide-react';
import { useConsole } from '#console/app/context.ts';
import styles from '#console/app/frame.module.css';
import { chooseTheme, chosenTheme, themes } from '#console/app/theme.ts';
import { chooseLanguage, languageNames, offeredLanguages } from '#console/i18n/languages.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Button, IconButton } from '#console/ui/button.tsx';
import { Menu } from '#console/ui/menu.tsx';

/** Who is signed in, the language, the colours, and the way out. */
export const AccountMenu = () => {
  const { session } = useConsole();
  const text = useText();
  const person = session.person();
  const here = location.pathname + location.search;
  return (
    <div className={styles.account}>
      <Menu
        label={text('app.language')}
        trigger={
          <IconButton label={text('app.language')}>
            <Languages aria-hidden />
          </IconButton>
        }
        entries={offeredLanguages().map((language) => ({
          id: language,
          name: languageNames[language],
          onPress: () => chooseLanguage(language),
        }))}
      />
      <Menu
        label={text('app.theme')}
        trigger={
          <IconButton label={text('app.theme')}>
            <SunMoon aria-hidden />
          </IconButton>
        }
        entries={themes.map((theme) => ({
          id: theme,
          name: `${text(`app.theme.${theme}`)}${theme === chosenTheme() ? ' ✓' : ''}`,
          onPress: () => chooseTheme(theme),
        }))}
      />
      {person ? (
        <Menu
          label={text('app.account')}
          trigger={
            <Button look="quiet">
              <CircleUserRound aria-hidden />
              <span className={styles.personName}>{person.name}</span>
            </Button>
          }
          entries={[
            {
              id: 'sign-out',
              name: text('app.signOut'),
              icon: <LogOut aria-hidden />,
              onPress: () => void session.signOut(),
            },
          ]}
        />
      ) : (
        <Button look="quiet" onPress={() => session.signIn(here)}>
          <LogIn aria-hidden />
          {text('app.signIn')}
        </Button>
      )}
    </div>
  );
};
