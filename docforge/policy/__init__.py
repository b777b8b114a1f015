"""Policy packs as data: a rule's categories, conditions, attachments, amounts, forms and notices."""
