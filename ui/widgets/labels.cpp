#include "ui/widgets/labels.h"

#include "ui/widgets/elided_label.h"
#include "ui/widgets/icon_label.h"

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <QVariant>

namespace portcullis::ui {

namespace {

const char* roleName(TextRole role)
{
    switch (role) {
    case TextRole::Title:
        return "title";
    case TextRole::Heading:
        return "heading";
    case TextRole::Subheading:
        return "subheading";
    case TextRole::Muted:
        return "muted";
    case TextRole::Caption:
        return "caption";
    case TextRole::Figure:
        return "figure";
    case TextRole::Error:
        return "error";
    case TextRole::Body:
        break;
    }
    return "body";
}

const char* kindName(ButtonKind kind)
{
    switch (kind) {
    case ButtonKind::Primary:
        return "primary";
    case ButtonKind::Danger:
        return "danger";
    case ButtonKind::Destroy:
        return "destroy";
    case ButtonKind::Quiet:
        return "quiet";
    case ButtonKind::Link:
        return "link";
    case ButtonKind::Normal:
        break;
    }
    return "normal";
}

Tint iconTint(ButtonKind kind)
{
    switch (kind) {
    case ButtonKind::Primary:
    case ButtonKind::Destroy:
        return Tint::OnAccent;
    case ButtonKind::Danger:
        return Tint::Bad;
    case ButtonKind::Quiet:
    case ButtonKind::Link:
    case ButtonKind::Normal:
        break;
    }
    return Tint::Muted;
}

} // namespace

QLabel* makeLabel(TextRole role, const QString& text)
{
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("role", QLatin1String(roleName(role)));
    label->setWordWrap(role != TextRole::Title && role != TextRole::Figure);
    return label;
}

QLabel* makeElidedLabel(TextRole role, const QString& text)
{
    auto* label = new ElidedLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("role", QLatin1String(roleName(role)));
    return label;
}

void letShrink(QLabel* label)
{
    QSizePolicy policy = label->sizePolicy();
    policy.setHorizontalPolicy(QSizePolicy::Ignored);
    label->setSizePolicy(policy);
}

QLabel* makeIconLabel(const char* iconName, Tint tint, int size)
{
    auto* label = new IconLabel(size);
    label->showIcon(iconName, tint);
    return label;
}

QPushButton* makeButton(ButtonKind kind, const QString& text, const char* iconName)
{
    auto* button = new QPushButton(text);
    button->setProperty("kind", QLatin1String(kindName(kind)));
    button->setAutoDefault(kind == ButtonKind::Primary);
    if (iconName != nullptr) {
        button->setIcon(icon(iconName, iconTint(kind)));
        button->setIconSize(QSize(16, 16));
    }
    return button;
}

QFrame* makeCard()
{
    auto* card = new QFrame;
    card->setProperty("role", QStringLiteral("card"));
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, 2 * kGrid);
    layout->setSpacing(kGrid);
    return card;
}

QVBoxLayout* cardLayout(QFrame* card)
{
    return qobject_cast<QVBoxLayout*>(card->layout());
}

QFrame* makeLine()
{
    auto* line = new QFrame;
    line->setProperty("role", QStringLiteral("line"));
    return line;
}

void nameForAccessibility(QWidget* widget, const QString& name, const QString& description)
{
    widget->setAccessibleName(name);
    widget->setAccessibleDescription(description);
}

} // namespace portcullis::ui
