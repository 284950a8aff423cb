#include "ui/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include <memory>

namespace portcullis::ui {

namespace {

bool install(QCoreApplication& application,
             const QLocale& locale,
             const QString& name,
             const QString& folder)
{
    auto translator = std::make_unique<QTranslator>();
    if (!translator->load(locale, name, QStringLiteral("_"), folder)) {
        return false;
    }
    translator->setParent(&application);
    return QCoreApplication::installTranslator(translator.release());
}

} // namespace

void installTranslations(QCoreApplication& application, const QLocale& locale)
{
    const QString own = QStringLiteral(":/portcullis/i18n");
    const QString name = QStringLiteral("portcullis");
    if (install(application, locale, name, own)) {
        install(application,
                locale,
                QStringLiteral("qtbase"),
                QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    } else {
        // English has its words in the source; the file knows the plurals.
        install(application, QLocale(QLocale::English), name, own);
    }
}

} // namespace portcullis::ui
