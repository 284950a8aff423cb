#pragma once

#include "tests/ui/ui_test.h"
#include "ui/widgets/elided_label.h"

#include <QAccessible>
#include <QDir>
#include <QLabel>
#include <QScreen>
#include <QTextStream>

// What a person would object to at the sight of a screen, as far as a test can see it.
namespace portcullis::test {

// A widget that takes the keyboard but that a screen reader could not name.
[[nodiscard]] inline QString nameless(const QWidget* root)
{
    QString list;
    for (QWidget* widget : root->findChildren<QWidget*>()) {
        const bool inner = widget->objectName().startsWith(QStringLiteral("qt_"));
        if (inner || !widget->isVisibleTo(root) || (widget->focusPolicy() & Qt::TabFocus) == 0) {
            continue;
        }
        QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
        if (interface != nullptr && interface->text(QAccessible::Name).isEmpty()) {
            QTextStream(&list) << widget->metaObject()->className() << " '" << widget->objectName()
                               << "' in " << widget->parentWidget()->metaObject()->className()
                               << "; ";
        }
    }
    return list;
}

// A label whose text does not fit into it.
[[nodiscard]] inline QString clipped(const QWidget* root)
{
    QString list;
    for (const QLabel* label : root->findChildren<QLabel*>()) {
        const bool mayBeCut = label->wordWrap() || qobject_cast<const ui::ElidedLabel*>(label);
        if (!label->isVisibleTo(root) || label->text().isEmpty() || mayBeCut) {
            continue;
        }
        if (label->width() + 1 < label->sizeHint().width()) {
            list += label->text() + QStringLiteral("; ");
        }
    }
    return list;
}

// Checks a window or dialog, and saves its picture when PORTCULLIS_SCREENSHOTS names a folder.
inline void lookAt(QWidget& widget, const QString& name)
{
    Window::settle();
    QVERIFY2(nameless(&widget).isEmpty(), qPrintable(name + u": " + nameless(&widget)));
    if (!qobject_cast<ui::MainWindow*>(&widget)) {
        const QSize screen = widget.screen()->availableGeometry().size();
        QVERIFY2(widget.width() < screen.width() && widget.height() < screen.height() - 40,
                 qPrintable(name));
    }
    QVERIFY2(clipped(&widget).isEmpty(), qPrintable(name + u": " + clipped(&widget)));
    const QString folder = qEnvironmentVariable("PORTCULLIS_SCREENSHOTS");
    if (!folder.isEmpty()) {
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(widget.grab().save(QDir(folder).filePath(name + QStringLiteral(".png"))));
    }
}

} // namespace portcullis::test
