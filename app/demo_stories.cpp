#include "app/demo_stories.hpp"

namespace habeas::app {

namespace {

using core::Channel;
using core::RequestType;

constexpr Story stories[] = {
    {RequestType::access, Chapter::fulfilled, 74, Channel::web_form, "Ada Lindqvist", "ada.lindqvist@example.org", "SE",
     "Please send me everything you keep about me. I used the trial in spring and closed it in May."},
    {RequestType::deletion, Chapter::fulfilled, 63, Channel::web_form, "Pascal Meunier", "p.meunier@example.net", "FR",
     "I have changed jobs and no longer need the account."},
    {RequestType::correction, Chapter::fulfilled, 58, Channel::phone, "Hanna Voss", "hanna.voss@example.com", "DE",
     "Our invoices still go to the old office."},
    {RequestType::access, Chapter::partly_fulfilled, 52, Channel::web_form, "Luca Ferrante",
     "luca.ferrante@example.org", "IT", "A copy of my support conversations, please, including the attachments."},
    {RequestType::access, Chapter::denied, 47, Channel::web_form, "Vera Holub", "vera.holub@example.net", "CZ",
     "I want all e-mails in which my team mentions me."},
    {RequestType::deletion, Chapter::appealed, 44, Channel::web_form, "Owen Pryce", "owen.pryce@example.com", "GB",
     "Delete my forum posts as well, not only the account."},
    {RequestType::access, Chapter::worked_on, 33, Channel::web_form, "Greta Nyman", "greta.nyman@example.org", "FI",
     "Which companies did you pass my telephone number to?"},
    {RequestType::deletion, Chapter::waiting_for_approval, 31, Channel::postal_mail, "Rosa Ibarra",
     "rosa.ibarra@example.net", "ES", "Written request, received by post. Wants her registration removed."},
    {RequestType::access, Chapter::waiting_for_requester, 29, Channel::web_form, "Samir Haddad",
     "samir.haddad@example.com", "FR", "I have two accounts, I think. Please include both."},
    {RequestType::access, Chapter::extended, 27, Channel::web_form, "Magnus Eide", "magnus.eide@example.org", "NO",
     "Everything since 2015: tickets, chat logs, billing."},
    {RequestType::correction, Chapter::approved, 24, Channel::web_form, "Ines Carvalho", "ines.carvalho@example.net",
     "PT", "My name is spelt wrongly on every letter."},
    {RequestType::correction, Chapter::waiting_for_approval, 20, Channel::web_form, "Tom Achterberg",
     "tom.achterberg@example.com", "NL", "The billing address is two years out of date."},
    {RequestType::deletion, Chapter::matched, 17, Channel::web_form, "Noor Rahimi", "noor.rahimi@example.org", "DE",
     "Close my account and delete what you can."},
    {RequestType::access, Chapter::withdrawn, 16, Channel::web_form, "Emil Sand", "emil.sand@example.net", "DK",
     "A copy of my data."},
    {RequestType::access, Chapter::expired, 15, Channel::web_form, "Jo March", "jo.march@example.com", "",
     "Send me my data."},
    {RequestType::access, Chapter::redirected, 12, Channel::web_form, "Katrin Moser", "katrin.moser@example.org", "AT",
     "My bank uses your help desk. What do you hold about me?"},
    {RequestType::access, Chapter::worked_on, 11, Channel::web_form, "Bruno Tavares", "bruno.tavares@example.net", "PT",
     "What do you know about me, and from whom?"},
    {RequestType::deletion, Chapter::waiting_for_requester, 9, Channel::web_form, "Elif Arslan",
     "elif.arslan@example.com", "TR", "Remove me from everything."},
    {RequestType::unsubscribe, Chapter::fulfilled, 8, Channel::web_form, "Fred Osei", "fred.osei@example.org", "", ""},
    {RequestType::access, Chapter::confirmed, 6, Channel::web_form, "Milena Kraus", "milena.kraus@example.net", "DE",
     "I would like to see my data before I decide whether to stay."},
    {RequestType::correction, Chapter::confirmed, 5, Channel::web_form, "Arthur Penrose", "arthur.penrose@example.com",
     "GB", "Wrong telephone number on file."},
    {RequestType::deletion, Chapter::confirmed, 3, Channel::phone, "Lotte Bakker", "lotte.bakker@example.org", "NL",
     "Called the hotline; wants marketing data and testimonial removed."},
    {RequestType::unsubscribe, Chapter::fulfilled, 2, Channel::unsubscribe_link, "", "paula.wirth@example.net", "", ""},
    {RequestType::access, Chapter::just_sent, 1, Channel::web_form, "Cian Doyle", "cian.doyle@example.com", "IE",
     "Please tell me what you hold about me."},
    {RequestType::deletion, Chapter::just_sent, 0, Channel::web_form, "Yuki Tanabe", "yuki.tanabe@example.org", "JP",
     "Please delete my trial account."},
};

} // namespace

std::span<Story const> demo_stories() {
    return stories;
}

} // namespace habeas::app
