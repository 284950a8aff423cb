#pragma once

class QCoreApplication;
class QLocale;

namespace portcullis::ui {

// Loads Portcullis's words, and Qt's own, in the locale's language; English where there is none.
// Called once, before the first widget. The application owns what is loaded.
void installTranslations(QCoreApplication& application, const QLocale& locale);

} // namespace portcullis::ui
