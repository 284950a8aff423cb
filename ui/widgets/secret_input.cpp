#include "ui/widgets/secret_input.h"

#include "ui/widgets/labels.h"

#include <QByteArray>
#include <QLineEdit>

#include <string_view>

namespace portcullis::ui {

QLineEdit* makeSecretField(const QString& accessibleName)
{
    auto* field = new QLineEdit;
    field->setEchoMode(QLineEdit::Password);
    field->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText |
                               Qt::ImhNoAutoUppercase);
    nameForAccessibility(field, accessibleName);
    return field;
}

SecretBytes takeSecret(QLineEdit& field)
{
    QString typed = field.text();
    // The field's own buffer is overwritten by text of the same length before it is emptied.
    field.setText(QString(typed.size(), QLatin1Char('0')));
    field.clear();
    QByteArray bytes = typed.toUtf8();
    SecretBytes secret(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    typed.fill(QLatin1Char('0'));
    bytes.fill('0');
    return secret;
}

} // namespace portcullis::ui
