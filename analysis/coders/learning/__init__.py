"""What a coder learns from people: their answers about sentences, the models made of them with what
each is worth, and which sentences to look at next. No store and no screen enters here.
"""
